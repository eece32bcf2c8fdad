@NullMarked
package moltbot.contract.assertion;

import org.jspecify.annotations.NullMarked;
