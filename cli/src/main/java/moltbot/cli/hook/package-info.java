/// What the owner says about programs that call the house.
@NullMarked
package moltbot.cli.hook;

import org.jspecify.annotations.NullMarked;
