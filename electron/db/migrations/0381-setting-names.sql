-- Settings have the names of R01-24; what was stored under the earlier ones keeps its value.
UPDATE setting SET name = CASE name
  WHEN 'agreementGroupId' THEN 'defaultAgreementGroupId'
  WHEN 'slaReasonOnCanceling' THEN 'reasonOnSlaCancel'
  WHEN 'slaReasonOnExceeding' THEN 'reasonOnSlaExceeded'
  WHEN 'slaStartAutomatically' THEN 'slaStartsAutomatically'
  WHEN 'slaMeasureGenerated' THEN 'measureGeneratedOrders'
  WHEN 'dispatchGridMinutes' THEN 'boardGridMinutes'
  WHEN 'dispatchDraftMode' THEN 'boardDraftMode'
  WHEN 'dispatchDetour' THEN 'detourFactor'
  WHEN 'dispatchSpeed' THEN 'speedKmh'
  WHEN 'dispatchSameSiteMetres' THEN 'sameSiteKm'
  WHEN 'dispatchCommuteCounts' THEN 'commuteCounts'
  WHEN 'dispatchColors' THEN 'priorityColors'
END
WHERE name IN ('agreementGroupId', 'slaReasonOnCanceling', 'slaReasonOnExceeding', 'slaStartAutomatically',
  'slaMeasureGenerated', 'dispatchGridMinutes', 'dispatchDraftMode', 'dispatchDetour', 'dispatchSpeed',
  'dispatchSameSiteMetres', 'dispatchCommuteCounts', 'dispatchColors');
