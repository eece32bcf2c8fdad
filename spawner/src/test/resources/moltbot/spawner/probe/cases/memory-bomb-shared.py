# tries: takes 512 MB of shared memory where it may have 128, giving each piece out of hand so that nobody's share shows it
# contained: it does not get it, or is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host
import mmap
held = []
for i in range(16):
    piece = mmap.mmap(-1, 32 << 20)
    for at in range(0, len(piece), 4096):
        piece[at] = 1
    piece.madvise(mmap.MADV_DONTNEED)
    held.append(piece)
time.sleep(0.5)
if all(piece[4096] == 1 for piece in held):
    reached('512 MB that belong to nobody')
