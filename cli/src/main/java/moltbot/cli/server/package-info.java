/// The commands about servers of tools.
@NullMarked
package moltbot.cli.server;

import org.jspecify.annotations.NullMarked;
