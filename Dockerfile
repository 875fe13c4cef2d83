# API and worker in one image; the command says which (see docker-compose.yml). Both run from source; only the dashboard is built.
FROM node:24-bookworm-slim AS install
WORKDIR /app
COPY . .
# The exact packages of the lockfile, without development tools, for the two programs alone.
RUN npx -y pnpm@10.34.8 install --prod --frozen-lockfile --filter "@tempograph/api..." --filter "@tempograph/worker..."

# The dashboard's files, built once. What builds them stays out of the image.
FROM node:24-bookworm-slim AS dashboard
WORKDIR /app
COPY . .
RUN npx -y pnpm@10.34.8 install --frozen-lockfile --filter "@tempograph/dashboard..."
RUN node --conditions=@tempograph/source packages/dashboard/build/main.ts --out dist/app

FROM node:24-bookworm-slim AS runtime
ENV NODE_ENV=production
# Two heaps of the C library for all threads in place of one for each: less memory, no more CPU time.
ENV MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=install /app/package.json ./
COPY --from=install /app/node_modules ./node_modules
COPY --from=install /app/packages ./packages
COPY --from=install /app/tools/docker ./tools/docker
COPY --from=dashboard /app/dist/app ./dashboard
ENV TEMPOGRAPH_DASHBOARD_DIR=/app/dashboard
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/tempograph /var/lib/tempograph/keys
USER node
VOLUME /var/lib/tempograph
CMD ["node", "--conditions=@tempograph/source", "packages/worker/src/main.ts"]
