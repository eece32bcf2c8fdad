@NullMarked
package moltbot.contract.file;

import org.jspecify.annotations.NullMarked;
