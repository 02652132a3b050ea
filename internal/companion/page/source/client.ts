// Requests to cardcheck. Each carries the token in a header that no other page can set. The page gets the token in
// exchange for the ticket in its address, and keeps it for this tab only, so that the tab can be reloaded.

export interface Item {
  check: string;
  code: string;
  status: string;
  title: string;
  detail: string;
  evidence: string[];
  fix: string[];
  more?: number;
  url: string;
  mark: string;
  word: string;
  message: string;
  says: string;
  waiting: string[];
}

export interface Question {
  id: string;
  text: string;
  yes_no: boolean;
  answer: string;
  day: string;
}

export interface Field {
  key: string;
  label: string;
  hint: string;
  list: boolean;
  system: string;
  value: string;
}

export interface FieldError {
  key: string;
  text: string;
}

export interface Practice {
  file: string;
  state: "missing" | "wrong" | "fine";
  fields: Field[];
  errors: FieldError[];
}

/** The result of saving the practice form. If there are errors, nothing was written. */
export interface Saved {
  file: string;
  backup: string;
  errors: FieldError[];
}

export interface View {
  time: string;
  heading: string;
  lead: string;
  summary: string;
  readers: string[];
  bad: Item[];
  unknown: Item[];
  questions: Question[];
  practice: Practice | null;
  all: Item[];
}

export interface Report {
  name: string;
  files: { name: string; text: string }[];
  zip: string;
}

export class Client {
  /** The program does not accept the token, for example after a restart. */
  rejected = false;

  private token = stored();

  constructor(private ticket: string) {}

  private async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    if (this.ticket) await this.redeemTicket();
    return this.send(path, this.token, init);
  }

  private async redeemTicket(): Promise<void> {
    const response = await this.send("/ticket", this.ticket, jsonRequest({}));
    this.token = (await response.json()) as string;
    this.ticket = "";
    store(this.token);
  }

  private async send(path: string, secret: string, init: RequestInit): Promise<Response> {
    const headers = { ...init.headers, Authorization: `Bearer ${secret}` };
    const response = await fetch(path, { ...init, headers });
    if (response.ok) return response;
    if (response.status === 401) this.rejected = true;
    throw new Error((await response.text()).trim());
  }

  /** Shows each view until the stream ends. EventSource cannot send a header, so this parses the events itself. */
  async events(show: (view: View) => void): Promise<void> {
    const reader = (await this.fetch("/events")).body?.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) return;
      const events = (rest + decoder.decode(part.value, { stream: true })).split("\n\n");
      rest = events.pop() ?? "";
      const newest = events.pop();
      if (newest) show(JSON.parse(newest.slice("data: ".length)) as View);
    }
  }

  async report(): Promise<Report> {
    return (await (await this.fetch("/report")).json()) as Report;
  }

  async savePractice(fields: Record<string, string>): Promise<Saved> {
    return (await (await this.post("/practice", fields)).json()) as Saved;
  }

  async post(path: string, body: unknown = {}): Promise<Response> {
    return this.fetch(path, jsonRequest(body));
  }
}

/** Returns the token of this tab, or "". */
function stored(): string {
  try {
    return sessionStorage.getItem("token") ?? "";
  } catch {
    return "";
  }
}

/** Keeps the token in this tab. If the browser allows no storage, the page works until it is reloaded. */
function store(token: string): void {
  try {
    sessionStorage.setItem("token", token);
  } catch {
    // The client has the token.
  }
}

function jsonRequest(body: unknown): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** The text for the user when a request failed. */
export function failure(error: unknown): string {
  return `That did not work: ${error instanceof Error ? error.message : error}.`;
}
