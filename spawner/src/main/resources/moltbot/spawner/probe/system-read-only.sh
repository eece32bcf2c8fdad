# tries: asks whether it may write to the system's programs and settings
# contained: it may not
# class: files
# kind: machine
# seen: root
for path in / /usr /usr/bin /usr/lib /etc /etc/passwd /bin/sh; do
    [ -w $path ] && reached "writable $path"
done
