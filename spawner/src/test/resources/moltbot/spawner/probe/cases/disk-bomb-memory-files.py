# tries: makes 120,000 files in shared memory, each of which takes memory of the kernel's
# contained: it is told that there may be no more
# class: bombs
# bomb: yes
# limits: seconds=40
# seen: host
import shutil
made, top = 0, '/dev/shm/bomb-' + env('RUN')
try:
    os.mkdir(top)
    for i in range(120000):
        os.close(os.open('%s/%d' % (top, i), os.O_CREAT | os.O_WRONLY))
        made += 1
except OSError:
    pass
if made > 100000:
    reached(made, 'files')
shutil.rmtree(top, ignore_errors=True)
