@NullMarked
package moltbot.guardian.judge.panel;

import org.jspecify.annotations.NullMarked;
