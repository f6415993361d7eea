/** What a stage measures: figures with their limits, time on the clock and on the processor, peak memory. */

/** One figure. Times depend on the machine: theirs are shown against the limit but do not fail the run. */
export interface Measure {
  readonly what: string;
  readonly value: number;
  readonly unit: "s" | "MiB" | "calls" | "changes" | "ratio";
  /** The greatest value that is right. */
  readonly limit?: number;
  /** Of times: seconds of all processors together. On a busy machine the clock says more about the others. */
  readonly busy?: number;
}

/** Runs the work; the result with the seconds it took on the clock and on all processors together. */
export async function timed<Result>(work: () => Result | Promise<Result>): Promise<{ result: Result; seconds: number; busy: number }> {
  const processor = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processor);
  return { result, seconds, busy: (user + system) / 1_000_000 };
}

/** MiB that planning and applying may take. */
const greatestMemory = 1536;

/** The most memory that this process and the sandbox beside it have held so far; the sandbox's is AWS's business. */
export function memoryMeasures(label: string, sandbox: number): readonly Measure[] {
  return [
    { what: `${label}: memory, peak`, value: peakMemory(), unit: "MiB", limit: greatestMemory },
    { what: `${label}: memory of the sandbox, peak`, value: sandbox, unit: "MiB" },
  ];
}

/** The most memory this process has held so far, in MiB, everything counted: heap, buffers, the program itself. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS / 1024;
}
