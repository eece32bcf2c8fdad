# tries: reads the planted shared memory (POSIX)
# contained: there is none
# class: shared-memory
# seen: host
import glob
for path in glob.glob('/dev/shm/*'):
    reached(path)
    print(text(path))
