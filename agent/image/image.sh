# shellcheck shell=bash disable=SC2034 # read by bin/lib/images.sh
# What is special about the image drover/agent. It runs on every host, so it is kept small: no desktop module, no SQL.
#
#   docker run -d --name drover-agent --restart unless-stopped --network host \
#     -v /var/run/docker.sock:/var/run/docker.sock -v /var/lib/drover:/var/lib/drover \
#     -e DROVER_SERVER=http://server:8080 -e DROVER_TOKEN=... drover/agent:VERSION
#
# The socket is how it works, the folder is its memory: with the same folder it stays the same host. The host's network
# lets it see the host's address and name as the host does.

IMAGE_MODULES=java.base,java.logging,java.management,java.naming,java.net.http,java.security.sasl,java.xml
IMAGE_MODULES+=,jdk.crypto.ec,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

# Everything the agent needs is in its environment: DROVER_SERVER, DROVER_TOKEN, ...
image_settings() {
  cat <<'JSON'
"Env":["PATH=/opt/java/bin:/bin","DROVER_DATA=/var/lib/drover","DROVER_DOCKER=unix:///var/run/docker.sock"],
"Volumes":{"/var/lib/drover":{}},
"Labels":{"io.rancher.container.system":"rancher-agent"}
JSON
}
