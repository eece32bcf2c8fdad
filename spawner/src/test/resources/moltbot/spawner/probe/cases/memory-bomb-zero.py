# tries: the same by way of /dev/zero, which makes shared memory of any size
# contained: it does not get it, or is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host
import mmap
zero = os.open('/dev/zero', os.O_RDWR)
held = []
for i in range(16):
    piece = mmap.mmap(zero, 32 << 20, mmap.MAP_SHARED)
    for at in range(0, len(piece), 4096):
        piece[at] = 1
    piece.madvise(mmap.MADV_DONTNEED)
    held.append(piece)
time.sleep(0.5)
if all(piece[4096] == 1 for piece in held):
    reached('512 MB that belong to nobody')
