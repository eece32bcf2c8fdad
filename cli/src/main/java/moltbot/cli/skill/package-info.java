/// The command that installs skills.
@NullMarked
package moltbot.cli.skill;

import org.jspecify.annotations.NullMarked;
