# tries: leaves links to this machine's files in its workspace, so that packing it reads them
# contained: what comes out has no link and nothing of what they point to
# class: way-out
# seen: host
ln -s "$PROBE_FILE" link
ln -s "$(dirname "$PROBE_FILE")" folder
ln -s link chain
ln -s / root
mkdir in && ln -s ../link in/link
rm root
echo kept > kept
