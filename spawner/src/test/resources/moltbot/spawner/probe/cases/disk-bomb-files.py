# tries: makes 120,000 files
# contained: it is told that there may be no more
# class: bombs
# bomb: yes
# limits: seconds=40
# seen: no, it would only be long
made = 0
try:
    for folder in range(120):
        os.mkdir('d%d' % folder)
        for i in range(1000):
            os.close(os.open('d%d/%d' % (folder, i), os.O_CREAT | os.O_WRONLY))
            made += 1
except OSError:
    pass
if made > 100000:
    reached(made, 'files')
import shutil
for folder in range(120):
    shutil.rmtree('d%d' % folder, ignore_errors=True)
