# tries: looks for planted files through the root, the folder and the open files of every process it can see
# contained: they all stand in the sandbox
# class: files
# seen: root
for pid in pids():
    for way in ('root', 'cwd'):
        found = text('/proc/%d/%s%s' % (pid, way, env('FILE')))
        if found and pid != os.getpid():
            reached('a planted file through', pid, way, found)
