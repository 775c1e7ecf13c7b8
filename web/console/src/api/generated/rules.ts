export const rules = {
  "Assignment": {
    "level": {
      "minimum": 0,
      "maximum": 100
    },
    "queue": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "waitThresholdS": {
      "minimum": 0,
      "maximum": 86400
    }
  },
  "Bulk": {
    "people": {
      "minItems": 1
    }
  },
  "BulkChange": {
    "languages": {
      "pattern": "^[a-z]{2}$",
      "minItems": 1
    },
    "phone": {
      "pattern": "^(browser|sip)$"
    },
    "removeQueues": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "removeSkills": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "site": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "team": {
      "minLength": 1,
      "maxLength": 100
    }
  },
  "Credentials": {
    "code": {
      "minLength": 6,
      "maxLength": 40
    },
    "login": {
      "minLength": 1,
      "maxLength": 200
    },
    "password": {
      "minLength": 1,
      "maxLength": 1000
    }
  },
  "Forgotten": {
    "login": {
      "minLength": 1,
      "maxLength": 200
    }
  },
  "NewPerson": {
    "email": {
      "pattern": "^[^@\\s<>,;]{1,64}@[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+$",
      "maxLength": 254
    },
    "extension": {
      "pattern": "^[0-9]{2,10}$"
    },
    "languages": {
      "pattern": "^[a-z]{2}$",
      "minItems": 1
    },
    "login": {
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$"
    },
    "name": {
      "minLength": 1,
      "maxLength": 100
    },
    "password": {
      "minLength": 1,
      "maxLength": 1000
    },
    "phone": {
      "pattern": "^(browser|sip)$"
    },
    "role": {
      "pattern": "^[a-z][a-z0-9_-]{1,39}$"
    },
    "site": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "team": {
      "minLength": 1,
      "maxLength": 100
    }
  },
  "NewRole": {
    "description": {
      "maxLength": 500
    },
    "id": {
      "pattern": "^[a-z][a-z0-9_-]{1,39}$"
    },
    "name": {
      "minLength": 1,
      "maxLength": 60
    }
  },
  "NewTenant": {
    "displayName": {
      "minLength": 1,
      "maxLength": 100
    },
    "hosts": {
      "minItems": 1
    },
    "id": {
      "pattern": "^[a-z][a-z0-9]{2,19}$"
    }
  },
  "PasswordByLink": {
    "password": {
      "minLength": 1,
      "maxLength": 1000
    },
    "token": {
      "minLength": 1,
      "maxLength": 200
    }
  },
  "PasswordChange": {
    "current": {
      "minLength": 1,
      "maxLength": 1000
    },
    "new": {
      "minLength": 1,
      "maxLength": 1000
    }
  },
  "PasswordPolicy": {
    "blockMinutes": {
      "minimum": 1,
      "maximum": 15
    },
    "digit": {
      "minimum": 0,
      "maximum": 8
    },
    "history": {
      "minimum": 0,
      "maximum": 24
    },
    "idleMinutes": {
      "minimum": 0,
      "maximum": 1440
    },
    "lower": {
      "minimum": 0,
      "maximum": 8
    },
    "maxFailures": {
      "minimum": 3,
      "maximum": 20
    },
    "minLength": {
      "minimum": 8,
      "maximum": 64
    },
    "sessionHours": {
      "minimum": 1,
      "maximum": 24
    },
    "special": {
      "minimum": 0,
      "maximum": 8
    },
    "upper": {
      "minimum": 0,
      "maximum": 8
    },
    "validityDays": {
      "minimum": 0,
      "maximum": 3650
    }
  },
  "PastedToken": {
    "token": {
      "minLength": 2,
      "maxLength": 20000
    }
  },
  "PersonChange": {
    "email": {
      "pattern": "^[^@\\s<>,;]{1,64}@[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+$",
      "maxLength": 254
    },
    "extension": {
      "pattern": "^[0-9]{2,10}$"
    },
    "languages": {
      "pattern": "^[a-z]{2}$",
      "minItems": 1
    },
    "name": {
      "minLength": 1,
      "maxLength": 100
    },
    "phone": {
      "pattern": "^(browser|sip)$"
    },
    "role": {
      "pattern": "^[a-z][a-z0-9_-]{1,39}$"
    },
    "site": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "team": {
      "minLength": 1,
      "maxLength": 100
    }
  },
  "Proof": {
    "code": {
      "minLength": 6,
      "maxLength": 40
    },
    "password": {
      "minLength": 1,
      "maxLength": 1000
    }
  },
  "RoleFields": {
    "description": {
      "maxLength": 500
    },
    "name": {
      "minLength": 1,
      "maxLength": 60
    }
  },
  "ScopeFields": {
    "queues": {
      "minLength": 1,
      "maxLength": 100
    },
    "sites": {
      "minLength": 1,
      "maxLength": 100
    },
    "teams": {
      "minLength": 1,
      "maxLength": 100
    }
  },
  "TypedCode": {
    "code": {
      "minLength": 6,
      "maxLength": 40
    }
  }
} as const;
