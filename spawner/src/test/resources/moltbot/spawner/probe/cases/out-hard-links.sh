# tries: leaves hard links to files of the machine and to open ones in its workspace
# contained: what comes out has nothing of them
# class: way-out
# seen: host
ln "$PROBE_FILE" hard
ln -L "/proc/self/fd/7" open
ln /etc/shadow shadow && reached "a second name for /etc/shadow"
ln -P "/proc/1/exe" program
echo kept > kept
