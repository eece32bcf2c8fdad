# tries: dies with as large a core as it may have
# contained: no core is kept
# class: core-pattern
# seen: host?
ulimit -c unlimited
python3 -c 'import os, signal; os.kill(os.getpid(), signal.SIGSEGV)' 2>/dev/null
for core in core core.*; do [ -e "$core" ] && reached "$core"; done
true
