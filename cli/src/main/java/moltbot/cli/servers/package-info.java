/// The servers of tools that the owner configured, made ready for the house.
@NullMarked
package moltbot.cli.servers;

import org.jspecify.annotations.NullMarked;
