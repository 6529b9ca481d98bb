# A host in a container: built from the sources, then only what was built, under an account that is not root.
#   docker build -t kith .
#   docker run -p 127.0.0.1:4600:4600 -v kith:/data kith
# Registration is by invitation: docker exec CONTAINER node host.mjs invite

FROM node:24-slim AS build
WORKDIR /kith
# First what changes seldom, so that it is not fetched again with every change of the sources.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# The command line is built along with the rest, and is not for here.
RUN node scripts/build.ts && rm -f dist/kith.mjs dist/parts/*.cjs dist/parts/libsodium.wasm && find dist -name '*.map' -delete

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4600 KITH_DATA=/data
WORKDIR /kith
COPY --from=build /kith/dist ./
COPY LICENSE LICENSE-TEXTS ./
RUN mkdir /data && chown node:node /data && chmod 700 /data
USER node
VOLUME /data
EXPOSE 4600
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The host ends gently at SIGTERM, within eight seconds; --init would be one more process for nothing.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "host.mjs"]
CMD ["start"]
