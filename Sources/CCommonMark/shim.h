// CommonMark's reference parser, as the system has it.
#ifndef STEMMA_COMMON_MARK_H
#define STEMMA_COMMON_MARK_H

#include <cmark.h>

#endif
