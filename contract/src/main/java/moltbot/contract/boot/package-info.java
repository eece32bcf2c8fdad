@NullMarked
package moltbot.contract.boot;

import org.jspecify.annotations.NullMarked;
