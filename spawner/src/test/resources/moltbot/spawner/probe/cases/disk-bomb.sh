# tries: writes 64 MB where it may write 16: in its workspace, in /tmp and in shared memory
# contained: it is told that the disk is full
# class: bombs
# bomb: yes
# seen: host
all=0
for folder in . /tmp /dev/shm /var/tmp "$HOME"; do
    [ -w "$folder" ] || continue
    case $folder in .) ;; *) [ "$folder" -ef . ] && continue ;; esac
    head -c 64000000 /dev/zero > "$folder/bomb-$PROBE_RUN" 2>/dev/null
    size=$(stat -c %s "$folder/bomb-$PROBE_RUN" 2>/dev/null)
    all=$((all + ${size:-0}))
    [ "${size:-0}" -ge 64000000 ] && rm -f "$folder/bomb-$PROBE_RUN"
done
rm -f "bomb-$PROBE_RUN"
[ $all -gt 24000000 ] && reached "$all bytes"
true
