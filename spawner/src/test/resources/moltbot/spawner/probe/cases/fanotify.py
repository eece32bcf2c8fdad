# tries: is told of what others do with files
# contained: the kernel does not let it
# class: kernel
# seen: host?
if call('fanotify_init', 0x600, 0) >= 0 or call('fanotify_init', 0, 0) >= 0:
    reached('fanotify')
