# tries: gives files names that tar, find or a shell would take for options, commands or other folders
# contained: they are names; nothing runs and nothing lands elsewhere
# class: way-out
# seen: host
open('run.sh', 'w').write('echo x > escaped\n')
for name in ('--checkpoint=1', '--checkpoint-action=exec=sh run.sh', '-T', '--to-command=sh run.sh', '-C..', '$(sh run.sh)',
        '`sh run.sh`', ';sh run.sh', 'new\nline', '\\056\\056', '.. ', '...', '--', '\x1b]0;x\x07', 'x' * 255, '\udcff\udcfe'):
    open(name, 'w').write('x' * 20000)
