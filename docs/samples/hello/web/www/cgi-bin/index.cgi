#!/bin/sh
# Served at / when there is no index.html. Answers even when the database tier does not: a page that says so is
# more useful than an error.
echo 'Content-Type: text/plain'
echo
echo "Hello from $(hostname), version $(cat /www/version)."
# timeout and not wget -T: busybox 1.35 crashes on -T
if answer=$(timeout 2 wget -qO- "http://$DATABASE/cgi-bin/visit" 2>/dev/null); then
  echo "$answer"
else
  echo "The database tier at $DATABASE does not answer."
fi
