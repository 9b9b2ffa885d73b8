#!/bin/sh
# Served at / when there is no index.html. Answers even when the database tier does not: a page that says so is
# more useful than an error.
echo 'Content-Type: text/plain'
echo
echo "Hello from $(hostname), version $(cat /www/version)."

# timeout and not wget -T: busybox 1.35 crashes on -T
ask() { timeout 2 wget -qO- "http://$1/cgi-bin/visit" 2>/dev/null; }

# By its name, or, where names of services are not known, at the port it publishes on this host.
gateway=$(ip route | awk '$1 == "default" { print $3 }')
ask "$DATABASE" || ask "$gateway:${DATABASE#*:}" || echo "The database tier at $DATABASE does not answer."
