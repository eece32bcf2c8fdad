@NullMarked
package moltbot.guardian.judge.docker;

import org.jspecify.annotations.NullMarked;
