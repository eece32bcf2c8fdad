# tries: leaves a process behind that swaps a folder for a link to this machine's root, while the workspace is packed
# contained: what comes out has no link and nothing of what they point to
# class: races
# seen: host
where = os.path.dirname(env('FILE'))
os.mkdir('real')
open('real/x', 'w').write('x')
if os.fork() == 0:
    os.setsid()
    os.closerange(0, 3)
    while True:
        try:
            os.rename('real', 'away')
            os.symlink(where, 'real')
            os.unlink('real')
            os.rename('away', 'real')
        except OSError:
            pass
os.symlink(where, 'steady')
time.sleep(0.3)
