@NullMarked
package moltbot.guardian.fact.panel;

import org.jspecify.annotations.NullMarked;
