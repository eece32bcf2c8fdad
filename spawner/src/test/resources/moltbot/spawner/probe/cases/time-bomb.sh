# tries: goes on after its time is up: deaf to signals, detached, and starting itself again
# contained: it ends when its time is up, whole
# class: bombs
# bomb: yes
# ends: any
# limits: seconds=2
# seen: no, what ends it without a sandbox is only the test
trap '' TERM HUP INT QUIT
(setsid sh -c 'trap "" TERM HUP; while :; do sleep 1; done' "$0" &) </dev/null >/dev/null 2>&1
while :; do sleep 1; done
