import { notAllowed, notFound, type SecretProvider } from "./secret-provider.ts";

/** The settings of the installation itself; the address and password of its own database are among them. */
const OWN_SETTINGS = /^(?:TEMPOGRAPH_|TEMPORAL_|DATABASE_URL$|PG)/i;

/**
 * Secrets in environment variables of the worker, as `env:SECRET_CRM_TOKEN`. Only variables are read whose names begin with `prefix`;
 * in it `{project}` stands for the connection's project, with `_` for `-`. Behind the prefix follow capitals, digits and single
 * underscores. A project is written in small letters, so the prefix of the project `a` does not cover the variables of `a-b`.
 */
export function envSecrets(prefix: string, env: Readonly<Record<string, string | undefined>>): SecretProvider {
  return {
    scheme: "env",
    read({ reference, name, project }) {
      const allowed = prefix.replaceAll("{project}", project.replaceAll("-", "_"));
      const isAllowed = name.startsWith(allowed) && /^[A-Z0-9]+(?:_[A-Z0-9]+)*$/.test(name.slice(allowed.length));
      if (!isAllowed || OWN_SETTINGS.test(name)) {
        const hint = `Name a variable whose name is ${allowed} followed by capitals, digits and single underscores, or change TEMPOGRAPH_SECRETS_ENV_PREFIX.`;
        return Promise.reject(notAllowed(reference, "its name is outside of what the installation declares", hint));
      }
      const value = env[name];
      if (value !== undefined && value !== "") return Promise.resolve(value);
      const hint = "Set the variable for every worker, and start the workers again.";
      return Promise.reject(notFound(reference, "this worker has no such environment variable", hint));
    },
  };
}
