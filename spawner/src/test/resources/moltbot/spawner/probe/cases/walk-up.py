# tries: moves a folder away while it stands in it and walks up, which has led out of bind mounts
# contained: above there is only its own root
# class: files
# seen: host
for here, there in ((os.getcwd(), '/tmp'), ('/tmp', '/dev/shm'), ('/dev/shm', os.getcwd())):
    inside, moved = '%s/walk-%s' % (here, env('RUN')), '%s/walked-%s' % (there, env('RUN'))
    try:
        os.makedirs(inside + '/in')
        os.chdir(inside + '/in')
        os.rename(inside, moved)
    except OSError:
        moved = inside
    for i in range(40):
        if os.path.exists('.' + env('FILE')):
            reached('the root of the machine, by walking up')
        os.chdir('..')
    try:
        os.rmdir(moved + '/in')
        os.rmdir(moved)
    except OSError:
        pass
