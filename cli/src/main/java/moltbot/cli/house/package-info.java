@NullMarked
package moltbot.cli.house;

import org.jspecify.annotations.NullMarked;
