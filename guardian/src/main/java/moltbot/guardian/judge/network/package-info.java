@NullMarked
package moltbot.guardian.judge.network;

import org.jspecify.annotations.NullMarked;
