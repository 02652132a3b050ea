// The way to the program: every request carries the token, in a header that no other page can set. The token is had for the ticket that
// came with the address, and kept for this tab alone, so that the page may be loaded again.

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

export interface Slip {
  key: string;
  text: string;
}

export interface Practice {
  file: string;
  state: "missing" | "wrong" | "fine";
  fields: Field[];
  slips: Slip[];
}

/** What became of the form of the practice: with slips, nothing was written. */
export interface Saved {
  file: string;
  kept: string;
  slips: Slip[];
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

export class Asker {
  /** The program does not know the token: it was started anew, say. */
  unknown = false;

  constructor(private ticket: string) {}

  private async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    if (this.ticket) await this.redeem();
    return this.ask(path, sessionStorage.getItem("token") ?? "", init);
  }

  private async redeem(): Promise<void> {
    const token = (await (await this.ask("/ticket", this.ticket, posted({}))).json()) as string;
    this.ticket = "";
    sessionStorage.setItem("token", token);
  }

  private async ask(path: string, bearer: string, init: RequestInit): Promise<Response> {
    const headers = { ...init.headers, Authorization: `Bearer ${bearer}` };
    const response = await fetch(path, { ...init, headers });
    if (response.ok) return response;
    if (response.status === 401) this.unknown = true;
    throw new Error((await response.text()).trim());
  }

  /** Hands over each view until the stream ends. EventSource cannot send a header, so the events are read here. */
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

  async save(fields: Record<string, string>): Promise<Saved> {
    return (await (await this.post("/practice", fields)).json()) as Saved;
  }

  async post(path: string, body: unknown = {}): Promise<Response> {
    return this.fetch(path, posted(body));
  }
}

function posted(body: unknown): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
