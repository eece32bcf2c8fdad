@NullMarked
package moltbot.systemtest.provider;

import org.jspecify.annotations.NullMarked;
