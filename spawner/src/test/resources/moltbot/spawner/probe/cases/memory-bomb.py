# tries: takes 512 MB of memory where it may have 128, in one process
# contained: it does not get it, or is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host
import mmap
taken = mmap.mmap(-1, 512 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
for at in range(0, len(taken), 4096):
    taken[at] = 1
time.sleep(0.5)
reached('512 MB')
