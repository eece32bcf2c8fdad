# tries: writes 50 MB to its outputs, where 64 KB are kept
# contained: no more comes out, and it is not held up
# class: bombs
# bomb: yes
# ends: any
# seen: host
head -c 25000000 /dev/zero
head -c 25000000 /dev/zero >&2
