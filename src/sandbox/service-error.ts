/** The one way an operation of the sandbox fails: an AWS error, as the service answers it. */

/** An error answer of an AWS service. The wire turns it into the form the service's protocol has. */
export class ServiceError extends Error {
  /** The error's name as SDKs show it: `EntityNotFoundException`, for IAM `NoSuchEntity`. */
  readonly code: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** Further headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}
