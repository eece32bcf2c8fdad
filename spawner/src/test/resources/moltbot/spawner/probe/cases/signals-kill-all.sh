# tries: kills whatever it can: its parent, the first process, its group, everybody
# contained: nobody outside is hurt
# class: signals
# ends: any
# bomb: yes
# seen: no, it would end this machine
kill -9 $PPID 1
kill -9 0 &
kill -9 -- -1
