# tries: reads where its mounts come from
# contained: no line names the folders of this house
# class: files
# seen: no, it is a table of what is mounted, which without a sandbox is what it should be
for line in text('/proc/self/mountinfo').splitlines():
    if os.path.dirname(os.path.dirname(env('FILE'))) in line:
        reached('a mount of a folder of ours:', line)
