# tries: leaves processes behind that swap files for links to this machine's, again and again while the workspace is packed
# contained: what comes out has no link and nothing of what they point to
# class: races
# seen: host
os.mkdir('a')
open('kept', 'w').write('kept')
for i in range(4):
    if os.fork() == 0:
        os.setsid()
        os.closerange(0, 3)
        while True:
            for name in ('f%d' % i, 'a/f%d' % i):
                try:
                    open('t%d' % i, 'w').write('x')
                    os.rename('t%d' % i, name)
                    os.symlink(env('FILE'), 't%d' % i)
                    os.rename('t%d' % i, name)
                except OSError:
                    pass
time.sleep(0.3)
