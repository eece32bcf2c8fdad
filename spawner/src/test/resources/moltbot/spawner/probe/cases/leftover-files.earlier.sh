for folder in /tmp /var/tmp /dev/shm /run /run/lock /workspace "$HOME" /var/lock /dev/mqueue .; do
    [ -d "$folder" ] && echo left > "$folder/left-$PROBE_NAME"
done 2>/dev/null
true
