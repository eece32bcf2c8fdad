# tries: leaves pipes, sockets and links to nowhere in its workspace, on which packing or unpacking would hang or do worse
# contained: nothing but files and folders comes out
# class: way-out
# seen: host
os.mkfifo('pipe')
socket.socket(socket.AF_UNIX).bind('socket')
os.mkdir('folder')
os.mkfifo('folder/pipe')
os.symlink('nowhere', 'folder/dangling')
open('kept', 'w').close()
