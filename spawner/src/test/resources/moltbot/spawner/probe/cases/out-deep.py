# tries: leaves folders in folders, deeper than any path can name
# contained: it is taken out whole or not at all
# class: way-out
# seen: no, it would show nothing: what counts is that the way out ends
for i in range(400):
    os.mkdir('d' * 100)
    os.chdir('d' * 100)
