# tries: looks for files that an earlier task left in every place that can be written
# contained: there are none, and its workspace is empty
# class: leftovers
# seen: host
for folder in /tmp /var/tmp /dev/shm /run /run/lock /workspace "$HOME" /var/lock /dev/mqueue; do
    for path in "$folder/left-$PROBE_NAME"*; do [ -e "$path" ] && reached "$path" && rm -f "$path"; done
done
find . -mindepth 1 | while read -r path; do reached "in its workspace: $path"; done
