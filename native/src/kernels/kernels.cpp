// The inner loops for one instruction set. CMakeLists.txt compiles this file once for each, with the options of that
// set and ELMAN_KERNEL_SET as its name.
#include "kernels/kernels.h"

#include "kernels/dots.h"
#include "kernels/elementwise.h"
#include "kernels/functions.h"
#include "kernels/gradient.h"
#include "kernels/gru.h"
#include "kernels/lstm.h"
#include "kernels/normalization.h"
#include "kernels/optimizers.h"
#include "kernels/product.h"
#include "kernels/random.h"
#include "kernels/small.h"
#include "kernels/softmax.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

#define ELMAN_TEXT_OF(name) #name
#define ELMAN_TEXT(name) ELMAN_TEXT_OF(name)

template <typename T>
constexpr Kernels<T> kTable = {kLanes<T>,
                               kMostUnitsAlone<T>,
                               kMostSmallUnits<T>,
                               multiply<T>,
                               dots<T>,
                               add_weight_gradient<T>,
                               pack<T>,
                               activate<T>,
                               apply_slope<T>,
                               kSmallForward<T>,
                               kSmallBackward<T>,
                               lstm_forward<T>,
                               lstm_backward<T>,
                               gru_forward<T>,
                               gru_backward<T>,
                               gru_reset_forward<T>,
                               gru_candidate_forward<T>,
                               gru_candidate_backward<T>,
                               gru_reset_backward<T>,
                               add_column_sums<T>,
                               exponentials<T>,
                               scale<T>,
                               softmax<T>,
                               softmax_slope<T>,
                               normalize<T>,
                               normalize_slope<T>,
                               mask<T>,
                               add<T>,
                               all_finite<T>,
                               sgd<T>,
                               adam<T>,
                               by_squares<T>,
                               average<T>};

extern const KernelSet kernel_set;
const KernelSet kernel_set = {ELMAN_TEXT(ELMAN_KERNEL_SET), kTable<float>, kTable<double>};

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman
