// Exit code 0 when the URL answers with a 2xx within three seconds. For container health checks: no curl in the image.
try {
  const response = await fetch(process.argv[2], { signal: AbortSignal.timeout(3_000) });
  process.exitCode = response.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
