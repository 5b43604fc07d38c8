#include "tests/golden/metrics.hpp"

namespace muster::golden {

const Metrics& known_metrics() {
    static const Metrics all = [] {
        Metrics out;
        for (auto part :
             {rate_metrics(),
              mean_metrics(),
              trend_metrics(),
              agreement_metrics(),
              comparison_metrics(),
              answering_metrics(),
              scoring_metrics(),
              loyalty_metrics()}) {
            out.merge(part);
        }
        return out;
    }();
    return all;
}

} // namespace muster::golden
