# tries: opens 5,000 files at once
# contained: it is told that there may be no more
# class: bombs
# bomb: yes
# seen: host
import resource
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
try:
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 6000), hard))
except (OSError, ValueError):
    pass
held = []
try:
    for i in range(5000):
        held.append(os.open('/dev/null', os.O_RDONLY))
except OSError:
    pass
if len(held) > 4096:
    reached(len(held), 'open files')
