# tries: reads files planted in /tmp, /var/tmp and /dev/shm of this machine
# contained: these folders are its own
# class: files
# seen: host
cat "/tmp/$PROBE_NAME" "/var/tmp/$PROBE_NAME" "/dev/shm/$PROBE_NAME"
