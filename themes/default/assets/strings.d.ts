// The part of strings.yaml that the scripts use. The bundler provides the content of the file.
declare module "*strings.yaml" {
  export const script: {
    readonly one_result: string;
    readonly results: string;
    readonly first_results: string;
    readonly no_results: string;
    readonly found_in: string;
    readonly advice: string;
    readonly loading: string;
    readonly all: string;
    readonly answer: string;
    readonly who: string;
    readonly first_step: string;
    readonly all_steps: string;
    readonly others: string;
    readonly recent: string;
    readonly clear: string;
    readonly unavailable: string;
    readonly copy: string;
    readonly copy_to: string;
    readonly copied: string;
    readonly copy_by_hand: string;
    readonly about: string;
    readonly tried: string;
    readonly mail_page: string;
    readonly mail_code: string;
    readonly mail_seen: string;
    readonly mail_tried: string;
    readonly mail_report: string;
    readonly copy_text: string;
    readonly text_copied: string;
    readonly copy_code: string;
    readonly code_copied: string;
    readonly copy_code_by_hand: string;
    readonly close: string;
    readonly full_size: string;
    readonly shown: string;
  };
}
